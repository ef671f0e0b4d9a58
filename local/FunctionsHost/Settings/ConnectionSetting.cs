using Azure.Core;
using Azure.Identity;

namespace FunctionsHost.Settings;

/// <summary>What all connection settings have in common, whatever they connect to.</summary>
internal static class ConnectionSetting
{
    /// <summary>The setting as bindings name it, or with the prefix AzureWebJobs that the Functions host tries first.</summary>
    public static string? Find(AppSettings settings, string name) => settings.Find("AzureWebJobs" + name) ?? settings.Find(name);

    /// <summary>The parts of <c>A=x;B=y</c>; a value may contain more equals signs. Names are compared without case.</summary>
    public static Dictionary<string, string> Split(string connectionString) => connectionString
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(part => part.Split('=', 2))
        .Where(part => part.Length == 2)
        .GroupBy(part => part[0].Trim(), part => part[1].Trim(), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(part => part.Key, part => part.Last(), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The identity to sign in with: the developer's own, or the one that <c>NAME__clientId</c> and <c>NAME__tenantId</c> choose.
    /// </summary>
    public static TokenCredential Credential(AppSettings settings, string name) =>
        new DefaultAzureCredential(new DefaultAzureCredentialOptions
        {
            ManagedIdentityClientId = Find(settings, name + "__clientId"),
            TenantId = Find(settings, name + "__tenantId"),
        });
}
