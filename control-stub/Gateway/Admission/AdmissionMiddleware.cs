using Microsoft.AspNetCore.Connections;

namespace Pdp.ControlStub.Gateway.Admission;

/// <summary>Makes a connection wait for its turn, before its handshake has cost anything. Before TLS on the agents' listener.</summary>
internal sealed class AdmissionMiddleware(ConnectionDelegate next, AdmissionQueue queue, TimeProvider time)
{
    /// <summary>A connection that says nothing at first takes nobody's turn, and goes after this.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(10);

    public async Task OnConnectionAsync(ConnectionContext context)
    {
        if (!await HasBegunAsync(context))
            return;
        using var turn = await queue.EnterAsync(context.ConnectionClosed);
        if (turn is null)
        {
            context.Abort();
            return;
        }

        context.Features.Set(turn);
        await next(context);
    }

    private async Task<bool> HasBegunAsync(ConnectionContext context)
    {
        using var limit = new CancellationTokenSource(_silence, time);
        try
        {
            var first = await context.Transport.Input.ReadAsync(limit.Token);
            // Looked at, not taken: TLS reads the same bytes.
            context.Transport.Input.AdvanceTo(first.Buffer.Start);
            return !first.Buffer.IsEmpty;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }
}
