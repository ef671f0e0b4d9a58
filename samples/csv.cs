#:package Azure.Storage.Blobs@12.30.1
#:property PublishAot=false

// dotnet run samples/csv.cs FILE CONNECTION: uploads the file and prints the scored one. The host shows the connection string.
using Azure.Storage.Blobs;

if (args is not [var file, var connection])
{
    Console.Error.WriteLine("Give a file and the connection string: dotnet run samples/csv.cs samples/reviews.csv \"$STORAGE\"");
    return 1;
}

var name = Path.GetFileName(file);
var account = new BlobServiceClient(connection);
var scored = account.GetBlobContainerClient("scored");
var summary = scored.GetBlobClient(name + ".summary.json");
await summary.DeleteIfExistsAsync(); // That of an earlier version would be taken for the answer.
await account.GetBlobContainerClient("reviews").GetBlobClient(name).UploadAsync(file, overwrite: true);

for (var end = DateTime.UtcNow.AddMinutes(1); !await summary.ExistsAsync(); await Task.Delay(200))
{
    if (DateTime.UtcNow < end)
        continue;
    Console.Error.WriteLine("No summary came within a minute. Does the host run?");
    return 1;
}

Console.WriteLine((await scored.GetBlobClient(name).DownloadContentAsync()).Value.Content);
Console.WriteLine((await summary.DownloadContentAsync()).Value.Content);
return 0;
