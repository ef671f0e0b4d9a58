namespace Sentiment.Simulation.Triggers;

/// <summary>The three ways in, each of which scales by itself.</summary>
internal enum TriggerKind
{
    Http,
    Queue,
    Csv,
}
