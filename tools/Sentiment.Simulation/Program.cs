using Sentiment.Simulation;

return SimulationCli.Run(args, Console.Out, Console.Error);
