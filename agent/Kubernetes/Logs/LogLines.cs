using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Transport;

namespace Pdp.Kubernetes.Logs;

/// <summary>Reads logs line by line.</summary>
public static class LogLines
{
    /// <summary>Longest line handed out in one piece, bytes.</summary>
    public const int MaxLineBytes = 256 * 1024;

    /// <summary>The lines of a container's log, until it ends or the caller stops.</summary>
    /// <param name="api">The API.</param>
    /// <param name="namespace">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="options">Which part of the log.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="opened">Called when the log is open; its first line may be long in coming.</param>
    /// <exception cref="KubernetesException">The log could not be opened, or the connection was lost.</exception>
    public static async IAsyncEnumerable<LogLine> ReadLogLinesAsync(
        this IKubernetesApi api,
        string @namespace,
        string pod,
        LogOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        Action? opened = null)
    {
        await using var stream = await api.OpenLogAsync(@namespace, pod, options, cancellationToken);
        opened?.Invoke();
        using var lines = new LineReader(stream, MaxLineBytes);
        var inside = false;
        while (await NextAsync(lines, $"read the log of Pod/{@namespace}/{pod}", cancellationToken) is { } line)
        {
            var continues = line.End == LineEnd.TooLong;
            yield return Parse(line.Bytes.Span, options.Timestamps && !inside, continues);
            inside = continues;
        }
    }

    private static async ValueTask<Line?> NextAsync(LineReader lines, string about, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.NextAsync(cancellationToken);
        }
        catch (Exception broken) when (TransportFailure.Is(broken))
        {
            throw TransportFailure.From(about, broken);
        }
    }

    private static LogLine Parse(ReadOnlySpan<byte> utf8, bool timed, bool continues)
    {
        var text = Encoding.UTF8.GetString(utf8);
        var space = timed ? text.IndexOf(' ', StringComparison.Ordinal) : -1;
        return space > 0 && DateTimeOffset.TryParse(text.AsSpan(0, space), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new LogLine(time, text[(space + 1)..], continues)
            : new LogLine(null, text, continues);
    }
}
