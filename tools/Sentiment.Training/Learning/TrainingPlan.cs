namespace Sentiment.Training.Learning;

/// <summary>How one stage of training goes. The same plan, texts and seed give the same network.</summary>
internal sealed record TrainingPlan
{
    /// <summary>Names the stage in progress lines and checkpoint files.</summary>
    public required string Name { get; init; }

    public required int Epochs { get; init; }

    public required double LearningRate { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>Ends the stage earlier than its epochs would; the learning rate is at its end by then.</summary>
    public int StepLimit { get; init; } = int.MaxValue;

    /// <summary>Padded tokens a batch: short texts come many at a time, long ones few.</summary>
    public int BatchTokens { get; init; } = 4096;

    /// <summary>Texts a batch at most, for those who think in texts.</summary>
    public int BatchTexts { get; init; } = 512;

    /// <summary>Longer texts are cut; [CLS] and [SEP] included.</summary>
    public int MaxTokens { get; init; } = 512;

    /// <summary>Steps between checkpoints, which are also when accuracies are printed.</summary>
    public int CheckpointEvery { get; init; } = 500;

    /// <summary>Steps of linear warm-up; a share of all steps where below 1.</summary>
    public double WarmUp { get; init; } = 0.06;

    /// <summary>Steps of linear decay at the end, the rate is level before them; from the warm-up on where not given.</summary>
    public int? CoolDown { get; init; }

    public double WeightDecay { get; init; } = 0.01;

    public double ClipNorm { get; init; } = 1;

    /// <summary>Weights that leave training are an exponential moving average with this decay.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>Share of tokens replaced by [UNK] while training.</summary>
    public double WordDropout { get; init; }
}
