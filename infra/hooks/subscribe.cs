// Runs after azd has deployed the app: subscribes ScoreCsv to finished uploads (infra/events.bicep says why not earlier).
// azd starts it with "dotnet run" on Linux, macOS and Windows alike, and passes the outputs of infra/main.bicep as environment
// variables. Running it again changes nothing.
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

const int Tries = 10;

if (Environment.GetEnvironmentVariable("AZURE_RESOURCE_GROUP") is not { Length: > 0 } group
    || Environment.GetEnvironmentVariable("AZURE_SUBSCRIPTION_ID") is not { Length: > 0 } subscription)
{
    Console.Error.WriteLine("Run this through azd: azd hooks run postdeploy");
    return 2;
}

// The app creates its key within a minute or two of its first start. Tests wait less.
var seconds = Environment.GetEnvironmentVariable("SUBSCRIBE_PAUSE_SECONDS") ?? "30";
var pause = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));

for (var attempt = 1; attempt <= Tries; attempt++)
{
    if (await Deployed(subscription, group))
    {
        Console.WriteLine(
            $"ScoreCsv is subscribed: drop a CSV file into the container {Environment.GetEnvironmentVariable("REVIEW_CONTAINER")} " +
            $"of {Environment.GetEnvironmentVariable("REVIEW_STORAGE_ACCOUNT")}.");
        return 0;
    }
    if (attempt == Tries) break;
    Console.Error.WriteLine(
        $"The app has not created its key yet, or does not answer Event Grid yet (attempt {attempt} of {Tries}); " +
        $"trying again in {pause.TotalSeconds:0} s.");
    await Task.Delay(pause);
}
Console.Error.WriteLine(
    $"ScoreCsv is not subscribed to uploads after {Tries} attempts. If the message above mentions blobs_extension, the app has not " +
    "started: see its log stream. Then run: azd hooks run postdeploy");
return 1;

static async Task<bool> Deployed(string subscription, string group, [CallerFilePath] string script = "")
{
    var parameters = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(script)!, "..", "events.bicepparam"));
    // The Azure CLI has a default subscription of its own, which may be another one than azd's.
    string[] az =
    [
        "deployment", "group", "create", "--name", "score-csv-events", "--subscription", subscription, "--resource-group", group,
        "--parameters", parameters, "--output", "none",
    ];
    // On Windows the Azure CLI is a batch file, which only the shell finds by its short name.
    var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd", ["/c", "az", .. az]) : new ProcessStartInfo("az", az);
    try
    {
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
    catch (Win32Exception)
    {
        Console.Error.WriteLine("The Azure CLI (az) is not on the path: https://aka.ms/azure-cli");
        Environment.Exit(2);
        return false;
    }
}
