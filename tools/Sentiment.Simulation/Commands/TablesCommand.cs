using System.CommandLine;
using Sentiment.Simulation.Output;

namespace Sentiment.Simulation.Commands;

/// <summary><c>tables</c>: capacity, limits and cost by the figures, and the figures themselves, in Markdown.</summary>
internal static class TablesCommand
{
    public static Command Create(TextWriter output)
    {
        var command = new Command("tables", "Prints capacity, limits, cost and every figure with its source, in Markdown.");
        command.SetAction(parsed =>
        {
            var figures = FigureOptions.Load(parsed);
            foreach (var table in Tables.OfFigures(figures).Select(part => part.Table).Append(Tables.Figures(figures)))
                output.WriteLine(table);
        });
        return command;
    }
}
