using System.Text;
using Pdp.Core.Ports;
using Pdp.Core.Secrets;
using Pdp.Daemon.Secrets.Cluster;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Secrets.Cluster;

public sealed class ClusterStoreTests : IClusterSecrets, ISecretVersionKey
{
    private readonly Dictionary<string, (int Written, Dictionary<string, string> Content)> _secrets = [];
    private int _reads;
    private ClusterException? _failure;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_key_is_a_new_version_and_a_changed_label_is_none()
    {
        Write("db", 1, ("user", "ada"), ("password", "first"));
        var store = Store();
        var (user, password) = (await AskAsync(store, "db/user"), await AskAsync(store, "db/password"));
        Write("db", 2, ("user", "ada"), ("password", "first"));
        Assert.Equal(password, await AskAsync(store, "db/password"));
        Write("db", 3, ("user", "ada"), ("password", "second"));
        Assert.NotEqual(password, await AskAsync(store, "db/password"));
        Assert.Equal(user, await AskAsync(store, "db/user"));
        await Assert.ThrowsAsync<SecretStoreException>(() => store.FetchAsync(new("db/password"), password.Version!, Ct));
        var value = await store.FetchAsync(new("db/password"), (await AskAsync(store, "db/password")).Version!, Ct);
        Assert.Equal("second", Encoding.UTF8.GetString(value.Reveal()));
    }

    [Fact]
    public async Task What_was_not_written_since_is_not_read()
    {
        Write("db", 1, ("user", "ada"), ("password", "first"));
        var store = Store();
        SecretName[] names = [new("db/user"), new("db/password")];
        for (var i = 0; i < 5; i++) await store.ListVersionsAsync(names, Ct);
        Assert.Equal(1, _reads);
    }

    [Theory]
    [InlineData("other/password", "none of the Secrets this store names")]
    [InlineData("db", "a Secret and a key of it")]
    [InlineData("db/", "a Secret and a key of it")]
    [InlineData("db/a/b", "a Secret and a key of it")]
    [InlineData("db/missing", "no such key")]
    [InlineData("gone/password", "no such Secret in the namespace vault")]
    public async Task What_it_does_not_have_or_may_not_give_is_said(string name, string problem)
    {
        Write("db", 1, ("password", "x"));
        Write("other", 1, ("password", "x"));
        Assert.Contains(problem, (await AskAsync(Store(), name)).Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SecretStoreException>(() => Store().FetchAsync(new(name), "v", Ct));
    }

    [Fact]
    public async Task A_cluster_that_refuses_is_said_without_its_words()
    {
        _failure = new ClusterException(FailureReason.Forbidden, "hunter2", TimeSpan.FromSeconds(3));
        var failure = await Assert.ThrowsAsync<SecretStoreUnavailableException>(() => AskAsync(Store(), "db/password"));
        Assert.Equal("the cluster does not let it be read (Forbidden)", failure.Message);
        Assert.Equal(TimeSpan.FromSeconds(3), failure.RetryAfter);
    }

    public Task<string?> FindAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        Assert.Equal("vault", @namespace);
        if (_failure is not null) throw _failure;
        return Task.FromResult(_secrets.TryGetValue(name, out var secret) ? $"{secret.Written}" : null);
    }

    public Task<ClusterSecret?> ReadAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        _reads++;
        if (_failure is not null) throw _failure;
        return Task.FromResult(_secrets.TryGetValue(name, out var secret)
            ? new ClusterSecret($"{secret.Written}", secret.Content.ToDictionary(c => c.Key, c => new SecretValue(Encoding.UTF8.GetBytes(c.Value))))
            : null);
    }

    public Task<ReadOnlyMemory<byte>> GetAsync(CancellationToken cancellationToken) => Task.FromResult<ReadOnlyMemory<byte>>(new byte[32]);

    private void Write(string name, int written, params (string Key, string Value)[] content) =>
        _secrets[name] = (written, content.ToDictionary(c => c.Key, c => c.Value));

    private ISecretStore Store() => new ClusterStore(new ClusterStoreOptions("vault", "db,gone"), this, this);

    private static async Task<VersionAnswer> AskAsync(ISecretStore store, string name) =>
        (await store.ListVersionsAsync([new SecretName(name)], Ct))[new SecretName(name)];
}
