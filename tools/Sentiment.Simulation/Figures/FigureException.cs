namespace Sentiment.Simulation.Figures;

/// <summary>A figure is missing or makes no sense; the message says which and why.</summary>
internal sealed class FigureException(string message) : Exception(message);
