#:package Azure.Identity@1.21.0
#:package Azure.Storage.Blobs@12.30.1
#:property PublishAot=false

// dotnet run samples/csv.cs FILE CONNECTION: uploads the file and prints the scored one and the summary. CONNECTION is the connection
// string that the host shows, or the name of a storage account on Azure, which uses the account of "az login".
using System.Text.Json.Nodes;
using Azure.Identity;
using Azure.Storage.Blobs;

if (args is not [var file, var connection])
{
    Console.Error.WriteLine("Give a file and the connection string, or the name of a storage account on Azure: "
        + "dotnet run samples/csv.cs samples/reviews.csv \"$STORAGE\"");
    return 1;
}

var name = Path.GetFileName(file);
var (account, minutes) = connection.Contains('=')
    ? (new BlobServiceClient(connection), 1)
    : (new BlobServiceClient(new Uri($"https://{connection}.blob.core.windows.net"), new AzureCliCredential()), 10);
var scored = account.GetBlobContainerClient("scored");
var uploaded = await account.GetBlobContainerClient("reviews").GetBlobClient(name).UploadAsync(file, overwrite: true);

// The summary of an earlier version of the file may be there already; "version" is the ETag of the upload.
var version = uploaded.Value.ETag.ToString().Trim('"');
var blob = scored.GetBlobClient(name + ".summary.json");
var (text, summary) = ("", (JsonNode?)null);
for (var end = DateTime.UtcNow.AddMinutes(minutes); ((string?)summary?["version"])?.Trim('"') != version; await Task.Delay(200))
{
    if (DateTime.UtcNow > end)
    {
        Console.Error.WriteLine($"No summary came within {minutes} min. Does the host run?");
        return 1;
    }

    if (!await blob.ExistsAsync())
        continue;
    text = (await blob.DownloadContentAsync()).Value.Content.ToString();
    summary = JsonNode.Parse(text);
}

// A file that is refused has no output, but a problem.
if ((string?)summary?["output"] is not { } output)
{
    Console.Error.WriteLine($"{name} was not scored. {(string?)summary?["problem"]}");
    return 1;
}

Console.WriteLine((await scored.GetBlobClient(output).DownloadContentAsync()).Value.Content);
Console.WriteLine(text);
return 0;
