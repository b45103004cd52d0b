using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Storage;
using Pdp.LocalCluster.Tables;

namespace Pdp.LocalCluster.Http;

/// <summary>get and list.</summary>
internal sealed class ReadHandler(ObjectStore store, TimeProvider time)
{
    public async Task GetAsync(ApiRequest request)
    {
        var stored = store.Table(request.Resource.StoredAs)
            .Current.Get(request.Key) ?? throw ApiErrors.NotFound(request.Resource, request.Key.Name);
        if (long.TryParse(request.Query("resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            && wanted > store.Version)
            throw ApiErrors.VersionTooLarge(wanted, store.Version);
        await WriteAsync(request, 200, stored);
    }

    /// <summary>Answers with one object in the form the client asked for.</summary>
    public Task WriteAsync(ApiRequest request, int status, StoredObject stored)
    {
        ApiResponse.Warn(request.Http, request.Warnings);
        if (request.Media.Form != MediaForm.Table)
            return ApiResponse.WriteAsync(request.Http, status, new ObjectEncoder(request.Resource, request.Media).Object(stored));
        var table = new TableWriter(request.Resource, request.Media.Version, request.Query("includeObject"), time.GetUtcNow());
        return ApiResponse.WriteAsync(request.Http, status, table.Write([stored], Metadata(stored.Version)));
    }

    public Task ListAsync(ApiRequest request, ListOptions options)
    {
        var page = Page(request, options);
        var metadata = Metadata(page.Version);
        if (page.Continue is { } next)
        {
            metadata["continue"] = next.ToString();
            if (options.IsEverything)
                metadata["remainingItemCount"] = page.Remaining;
        }
        ApiResponse.Warn(request.Http, request.Warnings);
        return WriteListAsync(request, page.Items, metadata);
    }

    /// <summary>Answers with a list in the form the client asked for.</summary>
    public Task WriteListAsync(ApiRequest request, IReadOnlyList<StoredObject> items, JsonObject metadata)
    {
        var resource = request.Resource;
        if (request.Media.Form == MediaForm.Table)
        {
            var table = new TableWriter(resource, request.Media.Version, request.Query("includeObject"), time.GetUtcNow());
            return ApiResponse.WriteAsync(request.Http, 200, table.Write(items, metadata));
        }
        var (kind, apiVersion) = request.Media.Form == MediaForm.Metadata
            ? ("PartialObjectMetadataList", $"meta.k8s.io/{request.Media.Version}")
            : (resource.ListKind, resource.ApiVersion);
        var body = new ArrayBufferWriter<byte>(256 + (items.Count * 1024));
        var head = $$"""{"kind":"{{kind}}","apiVersion":"{{apiVersion}}","metadata":{{JsonText.Compact(metadata)}},"items":[""";
        body.Write(Encoding.UTF8.GetBytes(head));
        var encoder = new ObjectEncoder(resource, request.Media);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                body.Write(","u8);
            encoder.WriteItem(body, items[i]);
        }
        body.Write("]}"u8);
        return ApiResponse.WriteAsync(request.Http, 200, body.WrittenMemory);
    }

    public static JsonObject Metadata(long version) => new() { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };

    /// <summary>All objects that match, in one namespace or all.</summary>
    public static IEnumerable<StoredObject> Matching(Snapshot snapshot, ApiRequest request, ListOptions options)
    {
        var view = request.Resource.View;
        return snapshot.All(request.Scope).Where(o => options.Labels.MatchesObject(o.Value)
            && (options.Fields.IsEverything || options.Fields.Matches(view is null ? o.Value : view.FromStored(o.Value))));
    }

    private ListPage Page(ApiRequest request, ListOptions options)
    {
        var table = store.Table(request.Resource.StoredAs);
        // Everything up to this version is in the snapshot taken after it.
        var before = store.Version;
        var (snapshot, _, last) = table.Now();
        var version = Math.Max(before, last);
        if (options.Version > version)
            throw ApiErrors.VersionTooLarge(options.Version.Value, version);
        ObjectKey? after = null;
        if (options.Continue is { } text)
        {
            var token = ContinueToken.Parse(text);
            (after, version) = (token.After, token.Version);
            snapshot = table.At(version) ?? throw ApiErrors.Expired(
                "The provided continue parameter is too old to display a consistent list result. "
                + "You can start a new list without the continue parameter.");
        }
        else if (options.VersionMatch == "Exact")
        {
            version = options.Version!.Value;
            snapshot = table.At(version) ?? throw ApiErrors.Expired($"The resourceVersion for the provided list is too old: {version}");
        }
        var matching = Matching(snapshot, request, options);
        if (after is { } start)
            matching = matching.Where(o => Compare(o.Key, start) > 0);
        if (options.Limit == 0)
            return new ListPage([.. matching], version, null, 0);
        var items = matching.Take((int)Math.Min(options.Limit, int.MaxValue - 1) + 1).ToList();
        if (items.Count <= options.Limit)
            return new ListPage(items, version, null, 0);
        items.RemoveAt(items.Count - 1);
        var left = options.IsEverything ? snapshot.All(request.Scope).Count(o => Compare(o.Key, items[^1].Key) > 0) : 0;
        return new ListPage(items, version, new ContinueToken(version, items[^1].Key), left);
    }

    private static int Compare(ObjectKey left, ObjectKey right)
    {
        var first = string.CompareOrdinal(left.Namespace, right.Namespace);
        return first != 0 ? first : string.CompareOrdinal(left.Name, right.Name);
    }

    private sealed record ListPage(IReadOnlyList<StoredObject> Items, long Version, ContinueToken? Continue, int Remaining);
}
