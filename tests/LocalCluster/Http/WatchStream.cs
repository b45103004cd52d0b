using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Storage;
using Pdp.LocalCluster.Tables;

namespace Pdp.LocalCluster.Http;

/// <summary>Turns changes into the events one watch sees: what starts to match its selectors is added, what stops to is deleted.</summary>
internal sealed class WatchStream(ApiRequest request, ListOptions options, PipeWriter body, TimeProvider time)
{
    private readonly ObjectEncoder _encoder = new(request.Resource, request.Media);
    private bool _columnsSent;

    public void Tell(Change change)
    {
        if (request.Scope is { } scope && change.Object.Key.Namespace != scope)
            return;
        var matched = change.Before is { } before && Matches(before);
        var matches = change.Type != WatchEventType.Deleted && Matches(change.Object);
        if (matches)
            Tell(matched ? "MODIFIED" : "ADDED", change.Object);
        else if (matched)
            // The last state that matched, under the version of the change that ended it.
            Tell("DELETED", change.Type == WatchEventType.Deleted ? change.Object : change.Before!.At(change.Version));
    }

    public void Tell(string type, StoredObject stored)
    {
        body.Write(Encoding.ASCII.GetBytes($$"""{"type":"{{type}}","object":"""));
        if (request.Media.Form == MediaForm.Table)
            body.Write(JsonText.Bytes(Row(stored)));
        else
            body.Write(_encoder.Object(stored).Span);
        body.Write("}\n"u8);
    }

    public void Bookmark(long version, bool endsInitialEvents)
    {
        var metadata = ReadHandler.Metadata(version);
        metadata["creationTimestamp"] = null;
        if (endsInitialEvents)
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var (kind, apiVersion) = request.Media.Form switch
        {
            MediaForm.Table => ("Table", $"meta.k8s.io/{request.Media.Version}"),
            MediaForm.Metadata => ("PartialObjectMetadata", $"meta.k8s.io/{request.Media.Version}"),
            _ => (request.Resource.Kind, request.Resource.ApiVersion),
        };
        Write("BOOKMARK", new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion, ["metadata"] = metadata });
    }

    public void Fail(ApiStatus status) => Write("ERROR", status.ToJson());

    public async ValueTask FlushAsync(CancellationToken ct) => await body.FlushAsync(ct);

    private JsonObject Row(StoredObject stored)
    {
        var table = new TableWriter(request.Resource, request.Media.Version, request.Query("includeObject"), time.GetUtcNow());
        var json = table.Write([stored], ReadHandler.Metadata(stored.Version), withColumns: !_columnsSent);
        _columnsSent = true;
        return json;
    }

    private void Write(string type, JsonObject obj)
    {
        JsonText.Write(body, new JsonObject { ["type"] = type, ["object"] = obj });
        body.Write("\n"u8);
    }

    private bool Matches(StoredObject stored)
    {
        if (options.IsEverything)
            return true;
        if (!options.Labels.MatchesObject(stored.Value))
            return false;
        return options.Fields.IsEverything || options.Fields.Matches(request.Resource.View?.FromStored(stored.Value) ?? stored.Value);
    }
}
