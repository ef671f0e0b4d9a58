using System.CommandLine.Parsing;
using System.Globalization;

namespace Sentiment.Cli.Commands;

/// <summary>
/// Reads the value of a decimal option. System.CommandLine's own reading skips a comma as a thousands separator: 0,005 would be 5.
/// </summary>
internal static class DecimalOption
{
    /// <summary>Reads the value, or reports an error with the option's name and the value.</summary>
    /// <param name="given">What was given to the option.</param>
    /// <param name="isAllowed">Whether the option accepts this number.</param>
    /// <param name="allowed">The accepted numbers in words, and an example.</param>
    public static double Read(ArgumentResult given, Predicate<double> isAllowed, string allowed)
    {
        var text = given.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            && isAllowed(value))
            return value;
        given.AddError($"{((OptionResult)given.Parent!).Option.Name} is {text}, but must be {allowed}.");
        return 0;
    }
}
