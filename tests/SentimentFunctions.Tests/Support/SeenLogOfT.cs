using Microsoft.Extensions.Logging;

namespace SentimentFunctions.Tests.Support;

/// <summary>Keeps the lines that a class logs.</summary>
internal sealed class SeenLog<T> : SeenLog, ILogger<T>;
