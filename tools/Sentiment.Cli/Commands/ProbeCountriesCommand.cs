using System.CommandLine;
using Sentiment.Cli.Probing.Countries;
using Sentiment.Cli.Probing.World;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment probe countries</c>: the positive probability of a sentence for each country that it can name.</summary>
internal static class ProbeCountriesCommand
{
    public static Command Create(CliConsole console)
    {
        var models = ProbeOptions.Models();
        var templates = new Option<string[]>("--template", "-t")
        {
            Description = "A sentence with [ ... {country} ...]. The baseline omits the part in brackets. Several sentences are averaged.",
            DefaultValueFactory = _ => [CountryTemplate.OfTheModelCard],
        };
        var members = new Option<bool>("--un-members") { Description = "Only the member states of the United Nations, no territories." };
        var json = new Option<string?>("--json") { Description = "Write all figures to this file as JSON.", HelpName = "FILE" };
        var map = new Option<string[]>("--map")
        {
            Description = "Draw a world map to this file, .svg or .png.",
            HelpName = "FILE",
            DefaultValueFactory = _ => []
        };
        var expect = new Option<string[]>("--expect")
        {
            Description = "COUNTRY=PROBABILITY, ... for the first model. A miss exits with 1.",
            DefaultValueFactory = _ => []
        };
        var tolerance = new Option<double>("--tolerance")
        {
            Description = "How far a probability may be from the expected value.",
            CustomParser = given => DecimalOption.Read(given, value => value is >= 0 and <= 1, "from 0 to 1, such as 0.02"),
            DefaultValueFactory = _ => 0.02
        };
        var command = new Command("countries", "Scores a sentence about every country of the world.") { models, templates, members, json,
            map, expect, tolerance };
        command.SetAction(async (parsed, ct) =>
        {
            // Read first, so that a mistyped option fails before the scoring.
            var expectations = parsed.GetRequiredValue(expect).SelectMany(CountryExpectation.Parse).ToArray();
            var sentences = parsed.GetRequiredValue(templates).Select(CountryTemplate.Parse).ToArray();
            var countries = WorldData.Embedded.Countries.Where(country => country.UnMember || !parsed.GetValue(members)).ToArray();
            OutputFiles.Prepare([], [("--json", [parsed.GetValue(json)]), ("--map", [.. parsed.GetRequiredValue(map)])]);

            var reports = await ProbeOptions.AskAsync(
                parsed.GetRequiredValue(models), model => CountryReport.MakeAsync(model, sentences, countries, ct));

            CountryTable.Write(console.Out, reports);
            if (parsed.GetValue(json) is { } file) await ProbeOptions.WriteJsonAsync(file, reports, ct);
            if (parsed.GetRequiredValue(map) is { Length: > 0 } files)
            {
                var picture = WorldMap.Draw(reports);
                foreach (var name in files) ProbeOptions.Write(name, picture);
            }

            var misses = expectations.Select(expectation => expectation.Miss(reports[0], parsed.GetValue(tolerance)))
                .OfType<string>().ToArray();
            foreach (var miss in misses) await console.Error.WriteLineAsync($"sentiment: {miss}.");
            return misses.Length == 0 ? 0 : 1;
        });
        return command;
    }
}
