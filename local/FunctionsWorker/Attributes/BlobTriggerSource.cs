namespace Microsoft.Azure.Functions.Worker;

/// <summary>How the host learns of new blobs.</summary>
public enum BlobTriggerSource
{
    /// <summary>It reads the storage logs and scans the container.</summary>
    LogsAndContainerScan = 0,

    /// <summary>Event Grid tells it.</summary>
    EventGrid = 1,
}
