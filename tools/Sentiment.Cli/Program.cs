using Sentiment.Cli;

return await SentimentCli.RunAsync(args, CliConsole.OfProcess());
