namespace Pdp.ControlStub.Store;

/// <summary>The store cannot be used, for a reason an operator can act on.</summary>
/// <param name="message">What to do.</param>
/// <param name="inner">The cause.</param>
internal sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
