using System.Text;
using Pdp.Core.Ports;
using Pdp.Daemon.Audit;
using Pdp.Daemon.Audit.Verification;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Audit;

/// <summary>A directory with a trail in it.</summary>
internal sealed class Trail(ManualTimeProvider? time = null) : IDisposable
{
    private readonly TempDirectory _directory = new();

    public string Path => _directory.Combine("audit");

    public IReadOnlyList<string> Files => new AuditFolder(Path).Files;

    /// <summary>Everything that was copied, whatever became of the files.</summary>
    public StringBuilder Copy { get; } = new();

    public ManualTimeProvider Time { get; } = time ?? new();

    public AuditWriter Writer(long fileBytes = 1 << 20, int files = 0, IAuditSigner? signer = null) => new(
        new AuditSettings { Directory = Path, FileBytes = fileBytes, Files = files, Sync = false },
        "plane p, agent a",
        line => Copy.Append(Encoding.UTF8.GetString(line)),
        Time,
        signer);

    /// <summary>One run of an agent: some events, one by one, and a close unless it dies.</summary>
    public void Run(int events, bool dies = false, long fileBytes = 1 << 20, int files = 0)
    {
        using var writer = Writer(fileBytes, files);
        for (var i = 0; i < events; i++) writer.Write([Event(i)]);
        if (!dies) writer.Write([new AuditEvent(ChainTypes.Closed)]);
    }

    public AuditReport Verify(AuditExpectations? expectations = null) => Verify(Files, expectations);

    public static AuditReport Verify(IEnumerable<string> files, AuditExpectations? expectations = null)
    {
        var verifier = new AuditVerifier(expectations ?? new AuditExpectations());
        foreach (var file in files)
        {
            using var content = File.OpenRead(file);
            verifier.Read(System.IO.Path.GetFileName(file), content);
        }
        return verifier.Finish();
    }

    public static AuditEvent Event(int i) => new(AuditTypes.ObjectWritten) { Intent = "shop", Object = $"ConfigMap/ns/c{i}", Outcome = "Created" };

    public void Dispose() => _directory.Dispose();
}
