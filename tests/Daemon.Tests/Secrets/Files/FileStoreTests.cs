using System.Text;
using Pdp.Core.Ports;
using Pdp.Daemon.Secrets.Files;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Secrets.Files;

public sealed class FileStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public FileStoreTests() => Directory.CreateDirectory(Root);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_stands_for_a_name_and_a_content_under_a_key_and_is_none_of_them()
    {
        _directory.Write("store/db", "hunter2");
        _directory.Write("store/same", "hunter2");
        var first = await VersionAsync("db");

        Assert.Equal(first, await VersionAsync("db"));
        Assert.NotEqual(first, await VersionAsync("same"));
        Assert.NotEqual(first, await VersionAsync("db", key: 1));
        _directory.Write("store/db", "hunter3");
        Assert.NotEqual(first, await VersionAsync("db"));
        Assert.DoesNotContain("hunter", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_is_handed_out_byte_for_byte_for_its_own_version_only()
    {
        byte[] bytes = [0, 1, 255, 10];
        await File.WriteAllBytesAsync(In("key"), bytes, Ct);
        var version = await VersionAsync("key");

        Assert.Equal(bytes, (await Store().FetchAsync(new("key"), version!, Ct)).Reveal().ToArray());
        await File.WriteAllBytesAsync(In("key"), new byte[] { 1 }, Ct);
        await Assert.ThrowsAsync<SecretStoreException>(() => Store().FetchAsync(new("key"), version!, Ct));
        Assert.Contains("another version", (await AnswerAsync(new("key", version))).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_kubernetes_swaps_together_are_read_through_the_link_that_is_swapped()
    {
        Volume("..2026_01", ("db", "old"), ("user", "old"));
        var before = (await VersionAsync("db"), await VersionAsync("user"));

        Volume("..2026_02", ("db", "new"), ("user", "old"));
        Directory.Delete(In("..2026_01"), recursive: true);

        var after = (await VersionAsync("db"), await VersionAsync("user"));
        Assert.NotEqual(before.Item1, after.Item1);
        Assert.Equal(before.Item2, after.Item2);
        Assert.Equal("new", Encoding.UTF8.GetString((await Store().FetchAsync(new("db"), after.Item1!, Ct)).Reveal()));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("..data/db")]
    [InlineData(".hidden")]
    [InlineData("a//b")]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("1/2/3/4/5/6/7/8/9")]
    public async Task A_name_never_leads_anywhere_but_below_the_directory(string name)
    {
        await File.WriteAllTextAsync(_directory.Combine("outside"), "x", Ct);
        var answer = await AnswerAsync(new(name));
        Assert.Null(answer.Version);
        Assert.Contains("a file's name has", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_out_of_the_directory_is_not_followed_be_it_a_file_or_a_directory()
    {
        using var elsewhere = new TempDirectory();
        elsewhere.Write("target", "x");
        File.CreateSymbolicLink(In("out"), elsewhere.Combine("target"));
        Directory.CreateSymbolicLink(In("dir"), elsewhere.Path);
        _directory.Write("store/in", "x");
        File.CreateSymbolicLink(In("alias"), In("in"));

        Assert.Contains("link out", (await AnswerAsync(new("out"))).Problem, StringComparison.Ordinal);
        Assert.Contains("link out", (await AnswerAsync(new("dir/target"))).Problem, StringComparison.Ordinal);
        Assert.NotNull((await AnswerAsync(new("alias"))).Version);
    }

    [Fact]
    public async Task What_is_missing_too_large_or_gone_is_said_so()
    {
        await File.WriteAllBytesAsync(In("large"), new byte[(512 * 1024) + 1], Ct);
        Assert.Contains("at most 524288 bytes", (await AnswerAsync(new("large"))).Problem, StringComparison.Ordinal);
        Assert.Contains("no such file", (await AnswerAsync(new("missing"))).Problem, StringComparison.Ordinal);
        Directory.CreateDirectory(In("folder"));
        Assert.Contains("no such file", (await AnswerAsync(new("folder"))).Problem, StringComparison.Ordinal);

        var gone = new FileStore(In("nowhere"), new Key(0));
        var failure = await Assert.ThrowsAsync<SecretStoreException>(() => gone.ListVersionsAsync([new("db")], Ct));
        Assert.DoesNotContain(Root, failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private string Root => _directory.Combine("store");

    private string In(string name) => _directory.Combine("store", name);

    private FileStore Store(byte key = 0) => new(Root, new Key(key));

    private async Task<VersionAnswer> AnswerAsync(SecretName name, byte key = 0) => (await Store(key).ListVersionsAsync([name], Ct))[name];

    private async Task<string?> VersionAsync(string name, byte key = 0) => (await AnswerAsync(new(name), key)).Version;

    // As the kubelet does it: a new directory, then one link swapped.
    private void Volume(string stamp, params (string Name, string Content)[] files)
    {
        Directory.CreateDirectory(In(stamp));
        foreach (var (name, content) in files)
        {
            File.WriteAllText(Path.Combine(In(stamp), name), content);
            if (!File.Exists(In(name))) File.CreateSymbolicLink(In(name), $"..data/{name}");
        }
        if (Directory.Exists(In("..data"))) Directory.Delete(In("..data"));
        Directory.CreateSymbolicLink(In("..data"), stamp);
    }

    private sealed class Key(byte seed) : ISecretVersionKey
    {
        public Task<ReadOnlyMemory<byte>> GetAsync(CancellationToken cancellationToken) =>
            Task.FromResult<ReadOnlyMemory<byte>>(Enumerable.Repeat(seed, 32).ToArray());
    }
}
