using System.Text;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Storage;

namespace Pdp.Simulation.Cluster;

/// <summary>The body of a watch: changes as lines of JSON, as they arrive at who watches, until it is over or the line is cut.</summary>
/// <param name="table">What is watched.</param>
/// <param name="after">The version to go on from.</param>
/// <param name="until">When the server ends it in good order, a timestamp of the clock.</param>
/// <param name="matches">Which objects.</param>
/// <param name="line">The line to the server.</param>
internal sealed class WatchStream(
    ResourceTable table, long after, long until, Func<StoredObject, bool> matches, ApiLine line) : ReadOnlyStream
{
    private readonly Change[] _changes = new Change[16];
    private long? _position = table.After(after);
    private ReadOnlyMemory<byte> _rest;
    private bool _isOver;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty)
        {
            if (_isOver) return 0;
            _rest = await NextAsync(cancellationToken);
        }
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    private async Task<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        if (_position is not { } position) return Expired();
        var left = TimeSpan.FromTicks(Math.Max(0, until - line.Clock.GetTimestamp()));
        try
        {
            await table.WaitAsync(position).WaitAsync(left, line.Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            _isOver = true;
            return default;
        }
        await line.ArriveAsync("watch event").WaitAsync(cancellationToken);
        if (line.LosesWatch()) throw new IOException("the connection was lost");
        if (table.Read(ref position, _changes) is not { } read) return Expired();
        _position = position;
        var text = new StringBuilder();
        for (var i = 0; i < read; i++) Tell(text, _changes[i]);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Tell(StringBuilder text, Change change)
    {
        var matched = change.Before is { } before && matches(before);
        var fits = change.Type != WatchEventType.Deleted && matches(change.Object);
        if (fits) Line(text, matched ? "MODIFIED" : "ADDED", change.Object);
        else if (matched) Line(text, "DELETED", change.Type == WatchEventType.Deleted ? change.Object : change.Before!.At(change.Version));
    }

    private ReadOnlyMemory<byte> Expired()
    {
        _isOver = true;
        var status = ApiErrors.Expired("too old resource version").Status.ToJson();
        return Encoding.UTF8.GetBytes($$"""{"type":"ERROR","object":{{status.ToJsonString()}}}""" + "\n");
    }

    private static void Line(StringBuilder text, string type, StoredObject stored) =>
        text.Append("{\"type\":\"").Append(type).Append("\",\"object\":").Append(Encoding.UTF8.GetString(stored.Text.Span)).Append("}\n");
}
