using System.CommandLine;
using System.Globalization;
using Sentiment.Training.Commands;
using Sentiment.Training.Native;
using Sentiment.Training.Smoke;

// With the culture of a German machine, --learning-rate 0.001 would be 1.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
GlibcxxRequirement.RelaxIn(AppContext.BaseDirectory);
return new RootCommand("Trains the embedded sentiment model, or fine-tunes one.")
{
    TrainCommand.Create(),
    EncoderCommand.Create(),
    AverageCommand.Create(),
    DistilCommand.Create(),
    FineTuneCommand.Create(),
    VocabularyCommand.Create(),
    SmokeCommand.Create(),
}.Parse(args).Invoke();
