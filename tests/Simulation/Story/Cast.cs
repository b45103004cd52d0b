using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Signatures;
using Pdp.Simulation.Network;
using Pdp.Simulation.Processes;
using Pdp.Simulation.Storage;

namespace Pdp.Simulation.Story;

/// <summary>Who plays: agents and control plane processes, each kept running by a keeper.</summary>
internal sealed class Cast
{
    // Fixed, for the seed decides everything. It signs nothing outside of this world.
    private const string KeyPem =
        """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGNEDhYulc9ds5nf3
        0eEGUlsCCMSfZFsLwMgwMNA0I5qhRANCAATcGXvKtJJBaVg3TOiLCRtXGdXbVkat
        IO8rcF/Cv7ihKq16+uQe0w6DwU0D/SsuN3Vs6CKxo+ILx0isl7A4VDb4
        -----END PRIVATE KEY-----
        """;

    private static readonly SigningKey _key = SigningKey.FromPem(KeyPem);

    public Cast(World world, ControlDatabase database, PlaySetup setup)
    {
        Internet = new SimulatedInternet(world) { Rewrite = setup.Rewrite };
        var bundle = new BootstrapBundle(
            BootstrapBundle.CurrentVersion, World.Plane, "wss://control.invalid/agent/v1/channel", new string('t', 40), [_key.PublicKey],
            PublicKeyPins: ["sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]);
        Agents = [.. Names("agent", setup.Agents).Select(name => new Keeper<SimulatedAgent>(
            world, name, life => new SimulatedAgent(world, Internet, bundle, name, life, setup.Agent)))];
        Stubs = [.. Names("stub", setup.Stubs).Select(name => new Keeper<SimulatedStub>(
            world, name, life => new SimulatedStub(world, database.Store, _key, name, life, setup.Stub))
            {
                Started = Internet.Stubs.Add,
                Ended = stub => Internet.Stubs.Remove(stub),
            })];
    }

    public SimulatedInternet Internet { get; }

    public IReadOnlyList<Keeper<SimulatedAgent>> Agents { get; }

    public IReadOnlyList<Keeper<SimulatedStub>> Stubs { get; }

    private static IEnumerable<string> Names(string kind, int count) => Enumerable.Range(1, count).Select(number => $"{kind}-{number}");
}
