namespace FunctionsHost.Functions;

/// <summary>Warnings about the functions: what this host does not support, and what Azure would not.</summary>
internal static class FunctionWarnings
{
    private static readonly string[] Triggers = ["httpTrigger", "serviceBusTrigger", "blobTrigger"];

    public static IEnumerable<string> For(Function function)
    {
        if (!Triggers.Any(function.Trigger.Is))
            yield return $"{function} will not run: this host does not support '{function.Trigger.Type}'.";
        if ("true".Equals(function.Trigger.Text("isSessionsEnabled"), StringComparison.OrdinalIgnoreCase))
            yield return $"{function} wants sessions, which this host does not support.";
        // Seen on Azure: the host then sends the blob's content, which a Stream parameter cannot take.
        if (function.Trigger.IsDeferred && function.Trigger.Is("blobTrigger")
            && function.Bindings.FirstOrDefault(binding => !binding.IsTrigger)?.Text("blobPath") is { } path
            && path.Contains('{', StringComparison.Ordinal))
            yield return $"{function} works here, but not on Azure: its binding path '{path}' contains an expression, so the " +
                "Functions host does not send the trigger's blob as a reference. Bind the container and name the blob in code.";
    }
}
