metadata description = 'The query for the files in work: the workbook shows them, and an alert tells of those that stay in it.'

// A file is in work from its upload until it is deleted or its summary is there, whether that says done, refused or cancelled. Of a name
// that was uploaded again, the last upload counts. The log of the storage account is asked and not the app's: the app's is sampled, so
// that ends would be missing in it, and it knows nothing of a file that never reached the app.

@export()
@description('Name and time of upload of the files in work.')
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
