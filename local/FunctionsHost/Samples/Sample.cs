namespace FunctionsHost.Samples;

/// <summary>One sample for one trigger.</summary>
internal abstract class Sample(string trigger, string input, string where)
{
    public string Trigger => trigger;

    /// <summary>The sample in words.</summary>
    public string Input => input;

    /// <summary>Where to look further.</summary>
    public string Where => where;

    /// <summary>Sends the sample and waits for its result; throws when it cannot come any more.</summary>
    public abstract Task<(string Label, double Score)> SendAsync(CancellationToken cancellationToken);
}
