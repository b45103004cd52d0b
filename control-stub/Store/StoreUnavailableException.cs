namespace Pdp.ControlStub.Store;

/// <summary>
/// The store cannot be reached, or does not answer, for now. What was asked may or may not have happened; asking again later is right,
/// for everything here can be asked twice.
/// </summary>
/// <param name="message">What is wrong.</param>
/// <param name="inner">The cause.</param>
internal sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);
