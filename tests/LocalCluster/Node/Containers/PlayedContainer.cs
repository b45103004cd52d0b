using System.Text;
using Pdp.LocalCluster.Node.Logs;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>A running container whose part is played by whoever has this: what it writes, what becomes of its log, when it dies.</summary>
public sealed class PlayedContainer
{
    private readonly IContainerRun _run;
    private readonly ContainerLog _log;

    internal PlayedContainer(IContainerRun run, ContainerLog log) => (_run, _log) = (run, log);

    /// <summary>Writes a line as the container's program would.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="at">What the node's clock shows; null for the right time.</param>
    public void Write(string line, DateTimeOffset? at = null) => Write(Encoding.UTF8.GetBytes(line + "\n"), at);

    /// <summary>Writes bytes, lines with their ends. All get one time.</summary>
    public void Write(ReadOnlySpan<byte> output, DateTimeOffset? at = null, string stream = "stdout") => _log.Append(stream, output, last: true, at);

    /// <summary>Has the kubelet rotate the log now.</summary>
    public void Rotate() => _log.Rotate();

    /// <summary>Cuts the log's file down to nothing, as somebody on the node may.</summary>
    public void Truncate() => _log.Truncate();

    /// <summary>The program dies; the kubelet starts it again if the pod wants that.</summary>
    public void Kill() => _run.Kill();
}
