using System.Text.Json;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace FunctionsHost.Settings;

/// <summary>Finds and reads local.settings.json.</summary>
internal static class SettingsFile
{
    private static readonly string[] Names = ["local.settings.json", "local.settings.sample.json"];

    /// <summary>The file in <paramref name="folder"/> or the nearest one above it; in one folder, the sample is the fallback.</summary>
    public static string? Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (Names.Select(name => Path.Combine(at.FullName, name)).FirstOrDefault(File.Exists) is { } found)
                return found;
        return null;
    }

    /// <summary>
    /// The settings of the app in <paramref name="appFolder"/>: <paramref name="file"/> or the file found, overridden by the environment.
    /// </summary>
    public static AppSettings Load(string appFolder, string? file)
    {
        if (file is not null && !File.Exists(file))
            throw new HostException($"--settings {file}: there is no such file.");
        var path = file ?? Find(appFolder);
        return new AppSettings(path is null ? [] : Read(path), Environment.GetEnvironmentVariables(), path ?? "no settings file found")
        {
            Cors = path is null ? null : Cors(path),
        };
    }

    /// <summary>The name/value pairs of the file's "Values".</summary>
    /// <exception cref="HostException">The file is not JSON, is encrypted, has a name twice, or a value is not a scalar.</exception>
    public static Dictionary<string, string> Read(string path) => Read(path, json =>
    {
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (json.TryGetProperty("Values", out var values))
            foreach (var value in values.EnumerateObject())
                if (!read.TryAdd(value.Name, Scalar(path, value)))
                    throw new HostException($"{path}: \"Values\" has \"{value.Name}\" twice. Remove one of them.");
        return read;
    });

    /// <summary>
    /// Which pages of other origins may call: "Host": { "CORS": "https://a.example,https://b.example" }, or "*" for all; null for none.
    /// </summary>
    /// <exception cref="HostException">The file cannot be read, or allows every origin to send credentials.</exception>
    public static CorsPolicy? Cors(string path) => Read(path, json =>
    {
        if (!json.TryGetProperty("Host", out var host) || !host.TryGetProperty("CORS", out var cors)
            || cors.ValueKind == JsonValueKind.Null)
            return null;
        if (cors.ValueKind != JsonValueKind.String)
            throw new HostException($"{path}: \"CORS\" is not text. Write \"https://a.example,https://b.example\", or \"*\" for all.");
        var policy = new CorsPolicyBuilder().AllowAnyHeader().AllowAnyMethod()
            .WithOrigins(cors.GetString()!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (!host.TryGetProperty("CORSCredentials", out var credentials) || !credentials.GetBoolean())
            return policy.Build();
        return policy.Build().AllowAnyOrigin
            ? throw new HostException($"{path}: \"CORSCredentials\" needs a list of origins; \"CORS\" is *, which browsers refuse.")
            : policy.AllowCredentials().Build();
    });

    private static T Read<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), HostJson.Lenient);
            if (json.RootElement.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
                throw new HostException(
                    $"{path} is encrypted. Decrypt it (func settings decrypt) or set \"IsEncrypted\": false and plain values.");
            return read(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new HostException($"{path} cannot be read: {exception.Message} It must be a JSON object with \"Values\".", exception);
        }
    }

    private static string Scalar(string path, JsonProperty value) => value.Value.ValueKind switch
    {
        JsonValueKind.String => value.Value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Value.GetRawText(),
        JsonValueKind.Null => "",
        _ => throw new HostException(
            $"{path}: \"{value.Name}\" is an object or array; the host takes text only. Write nested settings as A__B."),
    };
}
