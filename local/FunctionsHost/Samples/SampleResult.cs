namespace FunctionsHost.Samples;

/// <summary>What came back through one trigger.</summary>
/// <param name="Trigger">HTTP, Queue or CSV.</param>
/// <param name="Sample">What went in.</param>
/// <param name="Label">What the model says; null when nothing came back.</param>
/// <param name="Score">How sure it is, 0 to 1.</param>
/// <param name="Took">From sending to having the result.</param>
/// <param name="Where">Where to look further; or why nothing came back.</param>
internal sealed record SampleResult(string Trigger, string Sample, string? Label, double Score, TimeSpan Took, string Where);
