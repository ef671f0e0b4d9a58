namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app's <c>Program.cs</c> starts.</summary>
public static class FunctionsApplication
{
    /// <summary>A builder with the worker's services, configured by environment and command line.</summary>
    /// <param name="args">The process' arguments: the host says in them where it listens.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
