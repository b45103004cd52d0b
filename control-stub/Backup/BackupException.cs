namespace Pdp.ControlStub.Backup;

/// <summary>A backup cannot be written or used, for a reason an operator can act on.</summary>
/// <param name="message">What to do.</param>
/// <param name="inner">The cause.</param>
internal sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
