using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Sqlite;
using Pdp.Simulation.Engine;

namespace Pdp.Simulation.Storage;

/// <summary>The control plane's real store, in memory as far as the machine lets it: the same SQL, the same transactions.</summary>
internal sealed class ControlDatabase : IAsyncDisposable
{
    private const string Token = "token";

    /// <summary>What the plane's agent shows; it outlasts every play.</summary>
    public static Credential Credential { get; } = new(World.Plane, "01", 1, new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly string _directory;

    private ControlDatabase(string directory, IControlStore store) => (_directory, Store) = (directory, store);

    public IControlStore Store { get; }

    /// <summary>Makes an empty one that knows the plane.</summary>
    public static async Task<ControlDatabase> OpenAsync(World world)
    {
        var root = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var directory = Path.Combine(root, $"pdp-simulation-{Environment.ProcessId}");
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, "control.db");
        foreach (var left in Directory.GetFiles(directory)) File.Delete(left);
        var clock = new ProcessClock(world.Timeline, new Lifeline("store"));
        var store = SqliteControlStore.Open(file, new StoreLimits(), clock);
        var now = clock.GetUtcNow();
        await store.Planes.AddAsync(
            new PlaneRecord(World.Plane, "", now),
            new TokenRecord(Token, TokenUse.Bootstrap, World.Plane, new byte[32], now),
            new NewEvent("planeAdded", now, World.Plane, null),
            CancellationToken.None);
        await store.Certificates.EnrolAsync(
            Token,
            now,
            new CertificateRecord(Credential.Serial, World.Plane, Credential.Number, "key", now, Credential.NotAfter),
            new NewEvent("agentEnrolled", now, World.Plane, null),
            CancellationToken.None);
        return new ControlDatabase(directory, store);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
