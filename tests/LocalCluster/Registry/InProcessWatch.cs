using System.Threading.Channels;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Registry;

/// <summary>
/// Hands a table's changes to one reader inside the process. A reader that falls behind the history gets the difference between
/// what it was told last and what is there now, so it can miss states but never the last one.
/// </summary>
internal sealed class InProcessWatch(ResourceTable table)
{
    private const int Buffer = 256;

    private readonly Channel<WatchEvent> _events = Channel.CreateBounded<WatchEvent>(
        new BoundedChannelOptions(Buffer) { SingleReader = true, SingleWriter = true });
    private readonly Dictionary<ObjectKey, StoredObject> _told = [];

    public ChannelReader<WatchEvent> Start(CancellationToken ct)
    {
        // Runs until the token ends it; the channel carries the end and any failure to the reader.
        _ = Task.Run(() => RunAsync(ct), CancellationToken.None);
        return _events.Reader;
    }

    private async Task RunAsync(CancellationToken ct)
    {
        try
        {
            var position = await CatchUpAsync(ct);
            var changes = new Change[64];
            while (true)
            {
                var read = table.Read(ref position, changes);
                if (read is null)
                    position = await CatchUpAsync(ct);
                else if (read == 0)
                    await table.WaitAsync(position).WaitAsync(ct);
                for (var i = 0; i < (read ?? 0); i++)
                    await TellAsync(changes[i].Type, changes[i].Object, ct);
            }
        }
        catch (OperationCanceledException)
        {
            _events.Writer.TryComplete();
        }
        catch (Exception e)
        {
            _events.Writer.TryComplete(e);
            throw;
        }
    }

    private async Task<long> CatchUpAsync(CancellationToken ct)
    {
        var (snapshot, position, _) = table.Now();
        foreach (var gone in _told.Values.Where(o => snapshot.Get(o.Key) is null).ToList())
            await TellAsync(WatchEventType.Deleted, gone, ct);
        foreach (var stored in snapshot.All(null))
        {
            if (!_told.TryGetValue(stored.Key, out var told))
                await TellAsync(WatchEventType.Added, stored, ct);
            else if (told.Version != stored.Version)
                await TellAsync(WatchEventType.Modified, stored, ct);
        }
        return position;
    }

    private ValueTask TellAsync(WatchEventType type, StoredObject stored, CancellationToken ct)
    {
        if (type == WatchEventType.Deleted)
            _told.Remove(stored.Key);
        else
            _told[stored.Key] = stored;
        return _events.Writer.WriteAsync(new WatchEvent(type, stored.Value), ct);
    }
}
