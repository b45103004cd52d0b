using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Ports;
using Pdp.Daemon.Identity;
using Pdp.Daemon.Tests.Channel.Stage;
using Pdp.Protocol.Bootstrap;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Identity.Stage;

/// <summary>A test with a control plane, a place where agents keep their identity, and a bundle's file.</summary>
public abstract class IdentityTest : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();

    internal IdentityServer Server { get; private set; } = null!;

    internal MemoryStore Store { get; } = new();

    internal SettableClock Clock { get; } = new();

    /// <summary>The bundle in the file now.</summary>
    internal BootstrapBundle Bundle { get; private set; } = null!;

    internal string BundlePath => _directory.Combine("bundle.json");

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        Server = await IdentityServer.StartAsync();
        Put(Server.NewBundle());
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Puts a bundle into the file, as a changed Secret does.</summary>
    internal void Put(BootstrapBundle bundle)
    {
        var beside = BundlePath + ".new";
        File.WriteAllBytes(beside, BootstrapBundleReader.Write(bundle));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(beside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(beside, BundlePath, overwrite: true);
        Bundle = bundle;
    }

    /// <summary>An agent, as the host puts it together; another one with the same store is its restart or its standby.</summary>
    internal RunningChannel Run(Action<IServiceCollection>? add = null) => RunningChannel.Start(
        Bundle,
        options => options.ReconnectMax = TimeSpan.FromSeconds(1),
        Clock,
        add: services =>
        {
            services.AddSingleton<IIdentityStore>(Store);
            services.AddMetrics();
            services.AddSingleton<Chance>(Random.Shared.NextDouble);
            add?.Invoke(services);
            services.AddIdentity(BundlePath, Bundle);
        });

    /// <summary>Until the agent has said something in its log.</summary>
    internal static Task LoggedAsync(RunningChannel agent, int id, string text = "") => Eventually.TrueAsync(
        () => agent.Log.Lines.Any(line => line.Id == id && line.Line.Contains(text, StringComparison.Ordinal)), cancellationToken: Ct);
}
