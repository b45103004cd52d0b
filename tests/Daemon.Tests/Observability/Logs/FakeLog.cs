using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Logs;

namespace Pdp.Daemon.Tests.Observability.Logs;

/// <summary>The log of one container: its present run and the one before.</summary>
internal sealed class FakeLog
{
    private readonly Lock _lock = new();
    private Run _current = new(1, Start);
    private Run? _previous;
    private TaskCompletionSource _changed = New();
    private int _cut;

    public static DateTimeOffset Start { get; } = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>Writes a line, its time in milliseconds after <see cref="Start"/>.</summary>
    public void Write(double milliseconds, string text)
    {
        lock (_lock)
        {
            _current.Lines.Add((Start.AddMilliseconds(milliseconds), text));
            Signal();
        }
    }

    /// <summary>The container ends.</summary>
    public void End()
    {
        lock (_lock)
        {
            _current.Ended = true;
            Signal();
        }
    }

    /// <summary>The container has ended and runs again.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            _current.Ended = true;
            (_previous, _current) = (_current, new Run(_current.Number + 1, _current.Lines.Select(line => line.Time).LastOrDefault(Start)));
            Signal();
        }
    }

    /// <summary>The lines before this one are gone.</summary>
    public void Rotate(int keepFrom)
    {
        lock (_lock) _current.Lines.RemoveRange(0, keepFrom);
    }

    /// <summary>Whoever reads is cut off in the middle of a line.</summary>
    public void CutOff()
    {
        lock (_lock)
        {
            _cut++;
            Signal();
        }
    }

    public JsonObject Status()
    {
        lock (_lock)
        {
            var state = new JsonObject { ["containerID"] = _current.Id, ["startedAt"] = _current.Started.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };
            return new JsonObject
            {
                ["name"] = "main",
                ["containerID"] = _current.Id,
                ["state"] = new JsonObject { [_current.Ended ? "terminated" : "running"] = state },
                ["lastState"] = _previous is null ? null : new JsonObject { ["terminated"] = new JsonObject { ["containerID"] = _previous.Id } },
            };
        }
    }

    /// <summary>Null when there is no such run.</summary>
    public Stream? Open(LogOptions options)
    {
        lock (_lock)
        {
            if ((options.Previous ? _previous : _current) is not { } run) return null;
            var pipe = new Pipe();
            _ = WriteAsync(run, options, _cut, pipe.Writer);
            return pipe.Reader.AsStream();
        }
    }

    private async Task WriteAsync(Run run, LogOptions options, int cut, PipeWriter to)
    {
        // A server knows whole seconds only.
        var since = options.SinceTime is { } time ? time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerSecond)) : DateTimeOffset.MinValue;
        for (var at = 0; ;)
        {
            (DateTimeOffset Time, string Text)[] fresh;
            Task changed;
            bool ended, off;
            lock (_lock)
            {
                fresh = [.. run.Lines.Skip(at)];
                (changed, ended, off) = (_changed.Task, run.Ended, _cut != cut);
                at += fresh.Length;
            }
            foreach (var line in fresh.Where(line => line.Time >= since)) await PutAsync(to, $"{Stamp(line.Time)} {line.Text}\n");
            if (off)
            {
                await PutAsync(to, $"{Stamp(Start)} half a li");
                await to.CompleteAsync(new IOException("The connection was cut."));
                return;
            }
            if (ended || !options.Follow) break;
            await changed;
        }
        await to.CompleteAsync();
    }

    private static async Task PutAsync(PipeWriter to, string text) => await to.WriteAsync(Encoding.UTF8.GetBytes(text));

    private static string Stamp(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Run(int number, DateTimeOffset started)
    {
        public DateTimeOffset Started { get; } = started;

        public int Number { get; } = number;

        public string Id { get; } = $"containerd://{number}";

        public List<(DateTimeOffset Time, string Text)> Lines { get; } = [];

        public bool Ended { get; set; }
    }
}
