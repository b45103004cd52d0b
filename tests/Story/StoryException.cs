namespace Pdp.Story;

/// <summary>Something the story claims did not hold.</summary>
/// <param name="message">What was expected and what was found.</param>
/// <param name="inner">The cause.</param>
public sealed class StoryException(string message, Exception? inner = null) : Exception(message, inner);
