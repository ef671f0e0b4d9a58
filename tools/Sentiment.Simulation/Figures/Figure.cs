namespace Sentiment.Simulation.Figures;

/// <summary>One number that the model stands on, with where it comes from.</summary>
/// <param name="Value">The number.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Kind">measured, published, chosen (by our own configuration) or assumed.</param>
/// <param name="Source">Where it was measured or read, and when; for an assumption, why this much.</param>
internal sealed record Figure(double Value, string Unit, string Kind, string Source);
