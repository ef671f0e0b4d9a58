namespace Sentiment.Training.Learning;

/// <summary>The settings of one training stage. The same plan, texts and seed give the same network.</summary>
internal sealed record TrainingPlan
{
    /// <summary>Names the stage in progress lines and checkpoint files.</summary>
    public required string Name { get; init; }

    public required int Epochs { get; init; }

    public required double LearningRate { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>Ends the stage before its epochs do; the learning rate schedule is shortened to match.</summary>
    public int StepLimit { get; init; } = int.MaxValue;

    /// <summary>Padded tokens per batch: a batch has many short texts or few long ones.</summary>
    public int BatchTokens { get; init; } = 4096;

    /// <summary>The maximum number of texts in a batch.</summary>
    public int BatchTexts { get; init; } = 512;

    /// <summary>Longer texts are truncated. [CLS] and [SEP] count.</summary>
    public int MaxTokens { get; init; } = 512;

    /// <summary>Steps between checkpoints. Accuracies are printed at each checkpoint.</summary>
    public int CheckpointEvery { get; init; } = 500;

    /// <summary>Steps of linear warm-up; a value below 1 is a share of all steps.</summary>
    public double WarmUp { get; init; } = 0.06;

    /// <summary>
    /// Steps of linear decay at the end; the rate is constant before them. If not given, the rate decays from the end of the warm-up.
    /// </summary>
    public int? CoolDown { get; init; }

    public double WeightDecay { get; init; } = 0.01;

    public double ClipNorm { get; init; } = 1;

    /// <summary>The trained weights are an exponential moving average with this decay.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>The share of tokens that are replaced by [UNK] during training.</summary>
    public double WordDropout { get; init; }
}
