using System.Net.Sockets;
using Pdp.Standin.Naming;

namespace Pdp.Standin.Roles;

/// <summary>Talks to <see cref="DatabaseRole"/> at the address of a <c>postgresql://</c> URL; a connection per call, a limit on each.</summary>
internal sealed class DatabaseClient(Uri url, ServiceNames names, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Sends one line and reads the lines of the answer.</summary>
    /// <exception cref="IOException">Unreachable, silent for two seconds, or closed without an answer.</exception>
    public async Task<IReadOnlyList<string>> AskAsync(string command, CancellationToken cancellationToken)
    {
        try
        {
            return await ConverseAsync(command, cancellationToken).WaitAsync(Limit, time, cancellationToken);
        }
        catch (Exception error) when (error is SocketException or TimeoutException)
        {
            throw new IOException("The database does not answer.", error);
        }
    }

    private async Task<IReadOnlyList<string>> ConverseAsync(string command, CancellationToken cancellationToken)
    {
        var (host, port) = names.Resolve(url.Host, url.Port < 0 ? 5432 : url.Port);
        using var client = new TcpClient();
        await client.ConnectAsync(host, port, cancellationToken);
        await using var stream = client.GetStream();
        await using var writer = new StreamWriter(stream) { AutoFlush = true };
        using var reader = new StreamReader(stream);
        await writer.WriteLineAsync(command.AsMemory(), cancellationToken);
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line == ".") return lines;
            lines.Add(line);
            if (!command.StartsWith("LIST", StringComparison.Ordinal)) return lines;
        }

        throw new IOException("The database closed the connection.");
    }
}
