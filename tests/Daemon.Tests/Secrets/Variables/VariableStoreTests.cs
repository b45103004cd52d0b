using System.Text;
using Pdp.Core.Ports;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Daemon.Secrets.Variables;

namespace Pdp.Daemon.Tests.Secrets.Variables;

public sealed class VariableStoreTests : ISecretVersionKey
{
    [Fact]
    public async Task Only_variables_with_the_prefix_can_be_named()
    {
        var ct = TestContext.Current.CancellationToken;
        var variables = new Dictionary<string, string> { ["DEV_SECRET_DB"] = "hunter2", ["HOME"] = "/root" };
        var store = new VariableStoreOptions("DEV_SECRET_").Open(new StoreParts(this, null!, variables, TimeProvider.System));

        var answers = await store.ListVersionsAsync([new("DB"), new("HOME"), new("DB", "other")], ct);
        Assert.Equal("there is no such variable", answers[new("HOME")].Problem);
        Assert.Contains("only one version", answers[new("DB", "other")].Problem, StringComparison.Ordinal);
        Assert.Equal("hunter2", Encoding.UTF8.GetString((await store.FetchAsync(new("DB"), answers[new("DB")].Version!, ct)).Reveal()));
        await Assert.ThrowsAsync<SecretStoreException>(() => store.FetchAsync(new("DB"), "other", ct));
    }

    public Task<ReadOnlyMemory<byte>> GetAsync(CancellationToken cancellationToken) => Task.FromResult<ReadOnlyMemory<byte>>(new byte[32]);
}
