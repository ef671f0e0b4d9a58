using System.Text.Json;

namespace Infrastructure.Tests.Support;

/// <summary>The figures that the capacity simulation assumes, some of which are numbers of this deployment.</summary>
internal static class Assumptions
{
    private static readonly JsonElement Figures = JsonElement.Parse(Repository.Read("tools", "Sentiment.Simulation", "assumptions.json"));

    public static double Value(string name) => Figures.GetProperty(name).GetProperty("value").GetDouble();
}
