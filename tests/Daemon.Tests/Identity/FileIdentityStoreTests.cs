using Pdp.Core.Ports;
using Pdp.Daemon.Identity;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Identity;

public sealed class FileIdentityStoreTests : IDisposable
{
    private static readonly Dictionary<string, string> _fields = new() { ["plane"] = "eu-1", ["tls.key"] = "c4n4ry" };

    private readonly TempDirectory _directory = new();

    private string Path => _directory.Combine("identity.json");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read_again_and_only_its_owner_can()
    {
        var store = new FileIdentityStore(Path);
        Assert.Null((await store.ReadAsync(Ct)).Version);

        var version = await store.WriteAsync(_fields, null, Ct);

        var kept = await new FileIdentityStore(Path).ReadAsync(Ct);
        Assert.Equal((version, "c4n4ry"), (kept.Version, kept.Fields["tls.key"]));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Equal([Path], Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task A_write_on_another_version_is_refused()
    {
        var store = new FileIdentityStore(Path);
        var first = await store.WriteAsync(_fields, null, Ct);
        await store.WriteAsync(new Dictionary<string, string> { ["plane"] = "eu-2" }, first, Ct);

        Assert.True((await Assert.ThrowsAsync<ClusterException>(() => store.WriteAsync(_fields, first, Ct))).IsOutdated);
        Assert.True((await Assert.ThrowsAsync<ClusterException>(() => store.WriteAsync(_fields, null, Ct))).IsOutdated);
    }

    [Fact]
    public async Task A_write_that_was_cut_short_leaves_what_was_there()
    {
        var store = new FileIdentityStore(Path);
        var version = await store.WriteAsync(_fields, null, Ct);
        await File.WriteAllTextAsync(Path + ".new", "{\"plane", Ct);

        Assert.Equal(version, (await store.ReadAsync(Ct)).Version);
        await store.WriteAsync(new Dictionary<string, string> { ["plane"] = "eu-2" }, version, Ct);
        Assert.Equal("eu-2", (await store.ReadAsync(Ct)).Fields["plane"]);
    }

    [Theory]
    [InlineData("c4n4ry", UnixFileMode.UserRead, "it is no JSON object")]
    [InlineData("{\"tls.key\":1}", UnixFileMode.UserRead, "its fields must be texts")]
    [InlineData("{}", UnixFileMode.UserRead | UnixFileMode.GroupRead, "set its mode to 0600")]
    public async Task A_file_that_cannot_be_used_says_what_to_change(string content, UnixFileMode mode, string why)
    {
        await File.WriteAllTextAsync(Path, content, Ct);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, mode);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => new FileIdentityStore(Path).ReadAsync(Ct));

        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c4n4ry", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_is_not_there_is_told()
    {
        var store = new FileIdentityStore(_directory.Combine("missing/identity.json"));
        Assert.Contains(
            "check its owner", (await Assert.ThrowsAsync<ClusterException>(() => store.WriteAsync(_fields, null, Ct))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
