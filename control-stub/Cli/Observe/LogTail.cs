using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Observe;

/// <summary>Follows lines as they come: comes again after cuts from where it was, with a new token once the old one has ended.</summary>
internal sealed class LogTail(PlaneClient plane, string path, LogPrinter printer, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(30);

    private HttpResponseMessage? _stream;
    private string? _last;

    /// <summary>Opens it; what comes from here on is printed by <see cref="RunAsync"/>.</summary>
    /// <exception cref="CliException">It cannot be opened.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken) => _stream = await plane.StreamAsync(path, _last, cancellationToken);

    /// <summary>Prints until cancelled.</summary>
    /// <exception cref="CliException">The plane refuses to go on.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = _firstPause;
        while (true)
        {
            if (_stream is { } stream)
            {
                if (await ReadAsync(stream, cancellationToken))
                    pause = _firstPause;
                stream.Dispose();
                _stream = null;
            }

            try
            {
                await OpenAsync(cancellationToken);
                continue;
            }
            catch (CliException away) when (away.ExitCode == ExitCodes.Unreachable)
            {
                printer.Note($"{away.Message} Trying again");
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }

    public void Dispose() => _stream?.Dispose();

    // Whether anything came.
    private async Task<bool> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var came = false;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
            {
                came = true;
                if (item.EventId is { Length: > 0 } id)
                    _last = id;
                Show(item);
            }
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            printer.Note("The connection to the plane was cut; going on where it was");
        }

        return came;
    }

    private void Show(SseItem<string> item)
    {
        switch (item.EventType)
        {
            case "log":
                printer.Live(JsonNode.Parse(item.Data)!);
                break;
            case "gap":
                printer.Gap((long?)JsonNode.Parse(item.Data)!["missed"]);
                break;
        }
    }
}
