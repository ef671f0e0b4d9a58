namespace Sentiment.Simulation.Doors;

/// <summary>The three ways in, each of which scales by itself.</summary>
internal enum Door
{
    Http,
    Queue,
    Csv,
}
