using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Http;

/// <summary>Streams changes. The position in the history is all a watch keeps; one that is left behind is told so and ends.</summary>
internal sealed class WatchHandler(ObjectStore store, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan LongestWatch = TimeSpan.FromHours(1);
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromMinutes(1);

    public async Task WatchAsync(ApiRequest request, ListOptions options)
    {
        using var timeout = new CancellationTokenSource(options.Timeout ?? LongestWatch, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, lifetime.ApplicationStopping, timeout.Token);
        var response = request.Http.Response;
        response.ContentType = "application/json;stream=watch";
        response.Headers.CacheControl = "no-cache, private";
        ApiResponse.Warn(request.Http, request.Warnings);
        var stream = new WatchStream(request, options, response.BodyWriter, time);
        try
        {
            await FollowAsync(request, options, stream, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client, the clock or the server has ended it; all are ordinary.
        }
    }

    private async Task FollowAsync(ApiRequest request, ListOptions options, WatchStream stream, CancellationToken ct)
    {
        var table = store.Table(request.Resource.StoredAs);
        var start = Start(table, request, options, stream);
        await stream.FlushAsync(ct);
        if (start is not { } position)
            return;
        var changes = new Change[128];
        using var bookmarks = new PeriodicTimer(BookmarkEvery, time);
        Task<bool>? tick = null;
        while (true)
        {
            var before = store.Version;
            var read = table.Read(ref position, changes);
            if (read is null)
            {
                stream.Fail(ApiErrors.Expired("too old resource version").Status);
                await stream.FlushAsync(ct);
                return;
            }
            for (var i = 0; i < read; i++)
                stream.Tell(changes[i]);
            if (read > 0)
            {
                await stream.FlushAsync(ct);
                continue;
            }
            if (!options.Bookmarks)
            {
                await table.WaitAsync(position).WaitAsync(ct);
                continue;
            }
            tick ??= bookmarks.WaitForNextTickAsync(ct).AsTask();
            await Task.WhenAny(table.WaitAsync(position), tick).WaitAsync(ct);
            if (!tick.IsCompletedSuccessfully)
                continue;
            // Everything up to the version taken before the last look has been told.
            stream.Bookmark(before, endsInitialEvents: false);
            await stream.FlushAsync(ct);
            tick = null;
        }
    }

    /// <summary>Tells what there is where that was asked for; the position to go on from, or null where the history is too short.</summary>
    private long? Start(ResourceTable table, ApiRequest request, ListOptions options, WatchStream stream)
    {
        if (!options.SendInitialEvents && options.Version is > 0 and var version)
        {
            var position = table.After(version);
            if (position is null)
                stream.Fail(ApiErrors.Expired($"too old resource version: {version}").Status);
            return position;
        }
        var before = store.Version;
        var (snapshot, next, last) = table.Now();
        foreach (var stored in ReadHandler.Matching(snapshot, request, options))
            stream.Tell("ADDED", stored);
        if (options is { SendInitialEvents: true, Bookmarks: true })
            stream.Bookmark(Math.Max(before, last), endsInitialEvents: true);
        return next;
    }
}
