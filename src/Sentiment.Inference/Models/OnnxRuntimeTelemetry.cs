using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Sentiment.Inference;

/// <summary>
/// Turns off the telemetry of ONNX Runtime: since 1.29 its official builds send events to Microsoft by default (Privacy.md in the package).
/// </summary>
public static partial class OnnxRuntimeTelemetry
{
    private const string Setting = "ORT_DISABLE_TELEMETRY";

    private static readonly Lazy<OrtEnv> Disabled = new(() =>
    {
        Environment.SetEnvironmentVariable(Setting, "1");
        if (!OperatingSystem.IsWindows())
            _ = SetEnvironmentVariable(Setting, "1", overwrite: 1);
        var environment = OrtEnv.Instance();
        environment.DisableTelemetryEvents();
        return environment;
    });

    /// <summary>
    /// Turns it off for this process. Every session of this library calls this. A program that uses ONNX Runtime directly must call it
    /// first, because ONNX Runtime reads the variable once, when it initializes. Thread-safe; later calls do nothing.
    /// </summary>
    public static void Disable() => _ = Disabled.Value;

    // On Unix, .NET has its own copy of the environment, which native code does not see.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
