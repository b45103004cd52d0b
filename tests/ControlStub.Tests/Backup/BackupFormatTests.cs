using System.Text;
using Pdp.ControlStub.Backup;

namespace Pdp.ControlStub.Tests.Backup;

/// <summary>What a backup looks like, and that nothing but a whole one is taken for one.</summary>
public sealed class BackupFormatTests
{
    private const string Secret = "correct horse battery";
    private static readonly BackupHeader _header = new(BackupFormat.Name, 1, "0.1.0", new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private static readonly Dictionary<string, string> _keys = new() { ["ca.key"] = "-----BEGIN PRIVATE KEY-----" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_is_read()
    {
        var text = await WrittenAsync(withKeys: true);
        Assert.Equal(["header", "plane", "event", "keys", "end"], text.TrimEnd('\n').Split('\n').Select((l, i) => i == 0 ? "header" : l.Split('"')[3]));
        Assert.DoesNotContain("PRIVATE KEY", text);

        await using var reader = Reader(text);
        Assert.Equal(_header, await reader.HeaderAsync());
        Assert.Equal(["""{"type":"plane","n":1}""", """{"type":"event","n":2}"""], await reader.RecordsAsync().Select(Text).ToListAsync(Cancel));
        Assert.Equal(1, reader.Counts["plane"]);
        Assert.Equal(_keys, reader.Keys!.Value.Keys.Open(Secret, reader.Keys.Value.BoundTo));
    }

    [Fact]
    public async Task A_cut_anywhere_is_noticed()
    {
        var text = await WrittenAsync(withKeys: false);
        for (var length = 0; length < text.Length; length++)
        {
            var error = await Assert.ThrowsAsync<BackupException>(() => ReadAsync(text[..length]));
            Assert.Matches("cut short|not a backup", error.Message);
        }
    }

    [Fact]
    public async Task A_changed_byte_anywhere_is_noticed()
    {
        var text = await WrittenAsync(withKeys: false);
        for (var at = 0; at < text.Length; at++)
        {
            var changed = text[..at] + (char)(text[at] ^ 1) + text[(at + 1)..];
            await Assert.ThrowsAsync<BackupException>(() => ReadAsync(changed));
        }
    }

    [Theory]
    [InlineData("", "not a backup")]
    [InlineData("PK\u0003\u0004\n", "not a backup")]
    [InlineData("{\"format\":\"other\",\"version\":1,\"program\":\"x\",\"createdAt\":\"2030-01-01T00:00:00Z\"}\n", "not a backup")]
    [InlineData("{\"format\":\"pdp-control-backup\",\"version\":99,\"program\":\"9.9.9\",\"createdAt\":\"2030-01-01T00:00:00Z\"}\n", "format 99, written by pdp-control 9.9.9")]
    [InlineData("{\"format\":\"pdp-control-backup\",\"version\":1,\"program\":\"x\",\"createdAt\":\"2030-01-01T00:00:00Z\"}\n[1]\n", "damaged")]
    public async Task What_is_no_backup_is_told(string text, string message) =>
        Assert.Contains(message, (await Assert.ThrowsAsync<BackupException>(() => ReadAsync(text))).Message);

    [Fact]
    public async Task Something_after_the_end_is_noticed() =>
        Assert.Contains("follows", (await Assert.ThrowsAsync<BackupException>(async () => await ReadAsync(await WrittenAsync(withKeys: false) + "{}\n"))).Message);

    [Fact]
    public void Keys_open_with_their_passphrase_and_their_backup_alone()
    {
        var sealedKeys = SealedKeys.Seal(_keys, Secret, [1, 2, 3]);
        Assert.Equal(_keys, sealedKeys.Open(Secret, [1, 2, 3]));
        Assert.Throws<BackupException>(() => sealedKeys.Open("another passphrase", [1, 2, 3]));
        Assert.Throws<BackupException>(() => sealedKeys.Open(Secret, [1, 2, 4]));
        Assert.Throws<BackupException>(() => (sealedKeys with { Iterations = 1 }).Open(Secret, [1, 2, 3]));
        Assert.Throws<BackupException>(() => (sealedKeys with { Sealed = [1] }).Open(Secret, [1, 2, 3]));
        Assert.NotEqual(sealedKeys.Sealed, SealedKeys.Seal(_keys, Secret, [1, 2, 3]).Sealed);
    }

    private static async Task<string> WrittenAsync(bool withKeys)
    {
        using var output = new MemoryStream();
        var records = new[] { """{"type":"plane","n":1}""", """{"type":"event","n":2}""" }
            .Select(line => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(line))).ToAsyncEnumerable();
        await BackupWriter.WriteAsync(output, _header, records, withKeys ? new KeysToSeal(_keys, Secret) : null, Cancel);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static async Task ReadAsync(string text)
    {
        await using var reader = Reader(text);
        await reader.HeaderAsync();
        await foreach (var _ in reader.RecordsAsync())
        {
        }
    }

    private static BackupReader Reader(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), Cancel);

    private static string Text(ReadOnlyMemory<byte> line) => Encoding.UTF8.GetString(line.Span);
}
