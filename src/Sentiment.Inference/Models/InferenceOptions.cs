namespace Sentiment.Inference;

/// <summary>The options of the engine. The defaults suit a machine that does little else; each property says when to change it.</summary>
public sealed record InferenceOptions
{
    /// <summary>
    /// The model: a directory, or the https address of one, such as a blob container's; or the path or address of an ONNX file in one, such
    /// as <c>onnx/model_quantized.onnx</c>; or <c>sentiment-tiny</c>, the faster of the two embedded models. The default is the
    /// other, <c>sentiment-small</c>.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>
    /// A faster model with the same labels that scores first, named as <see cref="Model"/> is; the main model then scores only the texts
    /// that this one is not sure about. Without it, the main model scores all. <c>sentiment cascade</c> measures what a first model
    /// gains, and finds the threshold. Each of the two models has its own parallel runs, cache and queue, of the sizes that the other
    /// options set.
    /// </summary>
    public string? FirstModel { get; init; }

    /// <summary>The first model decides a text if its label has at least this probability.</summary>
    public double FirstModelThreshold { get; init; } = 0.99;

    /// <summary>
    /// The directory for models from an https address, by content hash; whoever can write it can replace a model. The default is
    /// <c>sentiment-models</c> in the user's local application data, such as <c>~/.local/share</c>, or, where that cannot be created, for a
    /// new temporary directory at each start. Set another one to keep the models in that case, or to share them between workers.
    /// </summary>
    public string? ModelCache { get; init; }

    /// <summary>
    /// Returns the headers of a request to an address of the model, such as the authorization that its storage requires; none for addresses
    /// that must not see it. Called for each request, also for one to which a redirect leads. Null for public files and for addresses that
    /// contain a key.
    /// </summary>
    public Func<Uri, CancellationToken, ValueTask<IReadOnlyDictionary<string, string>>>? ModelHeaders { get; init; }

    /// <summary>
    /// Threads for one batch. More threads make a single long text faster, at the cost of throughput: several batches at a time with one
    /// thread each are faster in bulk. The scores are the same bit for bit.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Batches that run at the same time; 0 for the number of cores, within a container's limit, divided by <see cref="Threads"/>.
    /// </summary>
    public int ParallelRuns { get; init; }

    /// <summary>
    /// The maximum number of tokens in a batch, counted as its longest text times its number of texts. At DistilBERT's size, 512 was the
    /// fastest: a token costs 2 % more at 256, 4 % more at 1,024 and 16 % more at 2,048, where the activations exceed the cache. A single
    /// text may always be as long as the model allows.
    /// </summary>
    public int BatchTokens { get; init; } = 512;

    /// <summary>
    /// The maximum number of texts that wait for the model. More are refused at once (the HTTP function answers 429), so that memory stays
    /// bounded and callers learn early that the machine is busy.
    /// </summary>
    public int QueueTexts { get; init; } = 4096;

    /// <summary>The maximum number of tokens that wait for the model. It bounds the wait whatever the length of the texts.</summary>
    public int QueueTokens { get; init; } = 262_144;

    /// <summary>
    /// Memory for the scores of recent short texts (up to 64 tokens), in megabytes. A text whose token ids are in it gets its score without
    /// a run of the model, bit for bit the same; so do texts with equal token ids in one call or batch. 16 MB hold about 50,000 texts. With
    /// 0 every text is computed.
    /// </summary>
    public int CacheMegabytes { get; init; } = 16;

    /// <summary>
    /// Below this probability of the winning label, a text's label is <c>UNDECIDED</c>; its scores stay. 0 for always deciding. With two
    /// labels it matters above 0.5. <c>sentiment evaluate</c> shows which value gives which accuracy on which share of texts.
    /// </summary>
    public double Undecided { get; init; }

    // .NET counts the cores that the process may use: affinity and cgroup limits included.
    internal int EffectiveParallelRuns => ParallelRuns > 0 ? ParallelRuns : Math.Max(1, Environment.ProcessorCount / Threads);

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value makes no sense; the message begins with its name.</exception>
    public void Validate()
    {
        CheckModel(nameof(Model), Model);
        CheckModel(nameof(FirstModel), FirstModel);
        Check("Threads", Threads, 1, 256);
        Check("ParallelRuns", ParallelRuns, 0, 256);
        Check("BatchTokens", BatchTokens, 1, 1 << 20);
        Check("QueueTexts", QueueTexts, 1, int.MaxValue);
        Check("QueueTokens", QueueTokens, 1, int.MaxValue);
        Check("CacheMegabytes", CacheMegabytes, 0, 65_536);
        CheckProbability(nameof(Undecided), Undecided);
        CheckProbability(nameof(FirstModelThreshold), FirstModelThreshold);
    }

    /// <summary>
    /// Whether a model setting is an address. Plain http is accepted only on this machine, where nobody can intercept it.
    /// </summary>
    internal static bool IsAddress(string model, out Uri address) =>
        Uri.TryCreate(model, UriKind.Absolute, out address!)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <summary>Checks the name of a model. An error does not quote it, because an address may contain a key.</summary>
    internal static void CheckModel(string setting, string? model)
    {
        if (model is not null && string.IsNullOrWhiteSpace(model))
            throw new ArgumentException($"{setting} is blank. Leave it out, or name a model directory.");
        if (!Uri.TryCreate(model, UriKind.Absolute, out var address) || address.IsFile) return;
        if (!IsAddress(model!, out _))
            throw new ArgumentException(
                $"{setting} is an address that starts with {address.Scheme}://. Use https://, or name a directory.");
        if (address.UserInfo.Length > 0)
            throw new ArgumentException(
                $"{setting} is an address with a user name or a password, which errors and logs would show. Take it out of the address. " +
                $"A program can send an authorization with {nameof(ModelHeaders)}.");
    }

    private static void CheckProbability(string setting, double value)
    {
        if (value is not (>= 0 and <= 1)) throw new ArgumentException($"{setting} is {value}, but must be between 0 and 1.");
    }

    private static void Check(string setting, int value, int least, int most)
    {
        if (value < least || value > most)
            throw new ArgumentException($"{setting} is {value}, but must be between {least} and {most}.");
    }
}
