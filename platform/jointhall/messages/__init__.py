"""Messages (消息): what residents are told, in their inbox and on their phone."""
