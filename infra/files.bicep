metadata description = 'The query for files in progress, used by the workbook and by the alert for files that stay unfinished.'

// A file is in progress from its upload until it is deleted or has a summary (done, refused or cancelled). If a name was uploaded again,
// the last upload counts. The query reads the storage account's log, not the app's, which does not contain files that never
// reached the app.

@export()
@description('Name and time of upload of the files in progress.')
func unfinishedFiles(names object) string =>
  $'''
StorageBlobLogs
| where OperationName in ("PutBlob", "PutBlockList", "CopyBlob", "FlushFile", "DeleteBlob")
| where toint(StatusCode) between (200 .. 299)
| extend path = url_decode(tostring(parse_url(Uri).Path))
| extend review = extract(@"^/${names.ReviewContainer}/(.+)$", 1, path)
| extend summary = extract(@"^/${names.ScoredContainer}/(.+)\.summary\.json$", 1, path)
| summarize
    uploaded = maxif(TimeGenerated, isnotempty(review) and OperationName != "DeleteBlob"),
    ended = maxif(TimeGenerated, isnotempty(summary) or OperationName == "DeleteBlob")
    by file = coalesce(review, summary)
| where isnotnull(uploaded) and (isnull(ended) or ended < uploaded)
'''
