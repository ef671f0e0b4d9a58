using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace Sentiment.Inference;

/// <summary>
/// One loaded model directory: tokenizer, labels and ONNX Runtime session. Accepts a model as Hugging Face exports it, and one written by
/// <c>sentiment model optimise</c>. Thread-safe.
/// </summary>
public sealed class SentimentModel : IDisposable
{
    private readonly ClassifierSession session;
    private readonly int batchTokens;

    private SentimentModel(ModelInfo info, SentimentTokenizer tokenizer, ClassifierSession session, int batchTokens)
    {
        (Info, Tokenizer, this.session, this.batchTokens) = (info, tokenizer, session, batchTokens);
    }

    /// <summary>The names of the embedded models, which are part of every build and publish output; the first is the default.</summary>
    public static IReadOnlyList<string> EmbeddedNames { get; } = ["sentiment-small", "sentiment-tiny"];

    /// <summary>The directory of the embedded default model.</summary>
    public static string EmbeddedDirectory => Embedded(EmbeddedNames[0]);

    /// <summary>The model's name, location, labels and limits.</summary>
    public ModelInfo Info { get; }

    /// <summary>The model's tokenizer.</summary>
    public SentimentTokenizer Tokenizer { get; }

    /// <summary>Loads a model directory as Hugging Face lays it out.</summary>
    /// <param name="directory">
    /// A directory with <c>model.onnx</c> or <c>onnx/model.onnx</c>, <c>config.json</c>, <c>vocab.txt</c> or <c>tokenizer.json</c>, and
    /// usually <c>tokenizer_config.json</c>; the path of an ONNX file in one; or one of <see cref="EmbeddedNames"/>.
    /// </param>
    /// <param name="options">Threads and batch size; null for the defaults.</param>
    /// <exception cref="ModelLoadException">A file is missing or broken.</exception>
    public static SentimentModel Load(string directory, InferenceOptions? options = null) => Load(directory, options ?? new(), name: null);

    /// <param name="directory">The model.</param>
    /// <param name="options">Threads and batch size.</param>
    /// <param name="name">The name to show; null for the directory's.</param>
    /// <param name="trial">Whether to run a trial of the graph.</param>
    internal static SentimentModel Load(string directory, InferenceOptions options, string? name, bool trial = true)
    {
        options.Validate();
        // Accents are stripped by .NET's globalization: without its data, token ids would be wrong without an error.
        if ("\u00e9".Normalize(NormalizationForm.FormD) != "e\u0301")
        {
            throw new ModelLoadException(directory, "vocab.txt",
                "this process runs in .NET's invariant globalization mode, in which accents are "
                + "not stripped and token ids would be wrong.",
                "Set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0 and install ICU (on Alpine: apk add icu-libs icu-data-full).");
        }

        var files = ModelFiles.Find(directory);
        var config = files.ReadJson(ModelFiles.Config, ModelConfig.Read);
        // Reading the vocabulary takes about as long as opening the session. Both run at once, so that the first score is available sooner.
        var tokenizing = Task.Run(() => LoadTokenizer(files, config.MaxPositions));
        var finding = Task.Run(() => FindWeights(files));
        var session = LoadSession(files, options, config.Labels.Count, finding);
        try
        {
            var weights = finding.GetAwaiter().GetResult();
            var (tokenizer, maxTokens, vocabulary) = tokenizing.GetAwaiter().GetResult();
            CheckVocabulary(files, vocabulary, config, tokenizer);
            var isBatchInvariant = !trial || ModelTrial.IsBatchInvariant(session, tokenizer.VocabularySize, maxTokens);
            var info = new ModelInfo(name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(files.Directory)),
                files.Directory, files.Onnx, weights,
                config.Labels, maxTokens, isBatchInvariant);
            return new(info, tokenizer, session, options.BatchTokens);
        }
        catch (Exception exception)
        {
            session.Dispose();
            if (exception is FormatException)
                throw files.Broken(files.OnnxInDirectory, exception.Message, exception);
            throw;
        }
    }

    private static void CheckVocabulary(ModelFiles files, string vocabulary, ModelConfig config, SentimentTokenizer tokenizer)
    {
        if (tokenizer.VocabularySize < config.VocabularySize)
        {
            throw files.Broken(vocabulary,
                $"it has {tokenizer.VocabularySize} tokens, but vocab_size in config.json is {config.VocabularySize}: the file was cut, " +
                "or there are added tokens elsewhere. Use the complete vocabulary.");
        }
    }

    /// <summary>Loads only the tokenizer of a model directory.</summary>
    /// <param name="directory">
    /// A directory with <c>vocab.txt</c> or <c>tokenizer.json</c>. Without the other files, it counts as BERT uncased with 512 positions.
    /// </param>
    /// <returns>The tokenizer and the longest input of the model in tokens.</returns>
    /// <exception cref="ModelLoadException">A file is missing or broken.</exception>
    public static (SentimentTokenizer Tokenizer, int MaxTokens) LoadTokenizer(string directory)
    {
        var files = ModelFiles.Find(directory, tokenizerOnly: true);
        var positions = files.Has(ModelFiles.Config) ? files.ReadJson(ModelFiles.Config, ModelConfig.Read).MaxPositions : 512;
        var (tokenizer, maxTokens, _) = LoadTokenizer(files, positions);
        return (tokenizer, maxTokens);
    }

    /// <summary>The directory of an embedded model.</summary>
    internal static string Embedded(string name) => Path.Combine(AppContext.BaseDirectory, "models", name);

    /// <summary>Computes the raw logits of texts, in order; one row per text, one value per label.</summary>
    /// <param name="texts">Any number of texts; texts beyond the model's limit are truncated.</param>
    public float[][] Logits(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return LogitsOf([.. texts.Select(Tokenize)]);
    }

    /// <summary>Disposes the session. No call may be running.</summary>
    public void Dispose() => session.Dispose();

    internal TokenizedText Tokenize(string text) => Tokenizer.Encode(text, Info.MaxTokens);

    /// <summary>Runs one batch; see <see cref="ClassifierSession.Run(ReadOnlySpan{int[]}, Span{float})"/>.</summary>
    internal void Run(ReadOnlySpan<int[]> texts, Span<float> logits)
    {
        if (Info.IsBatchInvariant)
        {
            session.Run(texts, logits);
            return;
        }

        for (var i = 0; i < texts.Length; i++)
            session.Run(texts.Slice(i, 1), logits.Slice(i * session.Labels, session.Labels));
    }

    private float[][] LogitsOf(TokenizedText[] texts)
    {
        var logits = new float[texts.Length][];
        foreach (var batch in BatchPlanner.Plan(Array.ConvertAll(texts, text => text.Ids.Length), batchTokens))
        {
            var rows = new float[batch.Count * session.Labels];
            Run([.. batch.Select(i => texts[i].Ids)], rows);
            for (var i = 0; i < batch.Count; i++) logits[batch[i]] = rows[(i * session.Labels)..((i + 1) * session.Labels)];
        }

        return logits;
    }

    private static (SentimentTokenizer Tokenizer, int MaxTokens, string Vocabulary) LoadTokenizer(ModelFiles files, int positions)
    {
        var isAlone = files.ReadIsTokenizerAlone();
        var hasVocabulary = files.Has(ModelFiles.Vocabulary) && !isAlone;
        var hasConfig = files.Has(ModelFiles.TokenizerConfig);
        // If there are a vocabulary and a configuration, tokenizer.json adds nothing.
        var json = files.Has(ModelFiles.Tokenizer) && !(hasVocabulary && hasConfig)
            ? files.ReadJson(ModelFiles.Tokenizer, TokenizerJson.Read) : null;
        var settings = json?.Settings ?? new();
        if (hasConfig) settings = files.ReadJson(ModelFiles.TokenizerConfig, config => TokenizerSettings.Read(config, settings));
        else if (json is null) files.Read(ModelFiles.Vocabulary, () => CheckUncased(files.PathOf(ModelFiles.Vocabulary)));
        if (isAlone)
        {
            settings = settings with
            {
                LowerCase = json!.Settings.LowerCase,
                StripAccents = json.Settings.StripAccents,
                TokenizeChineseChars = json.Settings.TokenizeChineseChars,
                Unknown = json.Settings.Unknown,
            };
        }

        if (json is not null)
        {
            var isBert = hasConfig && files.ReadJson(ModelFiles.TokenizerConfig, TokenizerSettings.IsBert);
            files.Read(ModelFiles.Tokenizer, () => json.CheckSpecialTokens(settings, isBert));
        }

        var vocabulary = json is null || hasVocabulary ? ModelFiles.Vocabulary : ModelFiles.Tokenizer;
        var tokenizer = files.Read(vocabulary, () => json is null || hasVocabulary
            ? new SentimentTokenizer(files.PathOf(vocabulary), settings)
            : new SentimentTokenizer(json.Open, settings));
        return (tokenizer, Math.Min(positions, settings.MaxLength ?? int.MaxValue), vocabulary);
    }

    // If the other files are missing, a vocabulary counts as uncased. A cased one would then get wrong ids without an error.
    private static void CheckUncased(string vocabulary)
    {
        if (File.ReadLines(vocabulary).FirstOrDefault(token => token.Any(char.IsAsciiLetterUpper) && !token.StartsWith('[')) is { } cased)
            throw new FormatException($"it has upper-case letters ('{cased}'), so do_lower_case must be known. "
                + "Add the model's tokenizer_config.json or tokenizer.json.");
    }

    // The files with the weights that are not in the ONNX file itself.
    private static string[] FindWeights(ModelFiles files) => files.Read(files.OnnxInDirectory, () =>
    {
        var folder = Path.GetDirectoryName(files.Onnx)!;
        string[] weights = [.. ExternalData.NamesIn(files.Onnx).Select(name => Path.Combine(folder, name))];
        return Array.Find(weights, file => !File.Exists(file)) is not { } missing ? weights
            : throw new ModelLoadException(files.Directory, Path.GetRelativePath(files.Directory, missing),
                $"the file is missing, but {files.OnnxInDirectory} has weights in it.",
                "Copy it from where the ONNX file comes from, or export the model with its weights in the ONNX file.");
    });

    private static ClassifierSession LoadSession(ModelFiles files, InferenceOptions options, int labels, Task finding)
    {
        try
        {
            return new ClassifierSession(files.Onnx, options, labels);
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or FormatException)
        {
            finding.GetAwaiter().GetResult(); // if weights are missing, its error says so, and ONNX Runtime's does not
            throw files.Broken(files.OnnxInDirectory, exception.Message, exception);
        }
    }
}
