using System.Diagnostics;

namespace Pdp.Testing.Postgres;

/// <summary>A running server.</summary>
internal sealed class PostgresProcess(Process guard)
{
    /// <summary>Ends it at once (SIGQUIT: no goodbye, no checkpoint), and waits until it has.</summary>
    public async Task KillAsync()
    {
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
    }
}
