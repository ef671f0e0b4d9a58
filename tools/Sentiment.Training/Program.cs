using System.CommandLine;
using Sentiment.Training.Commands;
using Sentiment.Training.Native;
using Sentiment.Training.Smoke;

GlibcxxRequirement.RelaxIn(AppContext.BaseDirectory);
return new RootCommand("Trains the embedded sentiment model, or fine-tunes one.")
{
    TrainCommand.Create(),
    EncoderCommand.Create(),
    AverageCommand.Create(),
    FineTuneCommand.Create(),
    VocabularyCommand.Create(),
    SmokeCommand.Create(),
}.Parse(args).Invoke();
